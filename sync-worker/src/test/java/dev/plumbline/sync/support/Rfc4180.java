package dev.plumbline.sync.support;

import java.util.ArrayList;
import java.util.List;

/** Reads CSV as RFC 4180 says, by code of its own: what was written is to be read by others. */
public final class Rfc4180 {
    private Rfc4180() {}

    public static List<List<String>> parse(String text) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (quoted) {
                if (one != '"') {
                    cell.append(one);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (one == '"') {
                if (!cell.isEmpty()) {
                    throw new IllegalArgumentException("A quote within a cell at " + i);
                }
                quoted = true;
            } else if (one == ',') {
                row.add(cell.toString());
                cell.setLength(0);
            } else if (one == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                rows.add(List.copyOf(row));
                row.clear();
                i++;
            } else {
                cell.append(one);
            }
        }
        if (quoted || !cell.isEmpty() || !row.isEmpty()) {
            throw new IllegalArgumentException("It ends within a line");
        }
        return rows;
    }
}
