package dev.plumbline.sync.sheet;

import dev.plumbline.entitlement.check.http.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The same tables as files of each form, written while they are read. */
@Component
public class Downloads {
    public static final String ZIP = "application/zip";

    private final JsonMapper json;
    private final Spreadsheet spreadsheet;

    Downloads(JsonMapper json, @Value("${plumbline.report.rows-per-sheet:" + Spreadsheet.ROWS + "}") int rowsPerSheet) {
        this.json = json;
        this.spreadsheet = new Spreadsheet(rowsPerSheet);
    }

    /** An object for facts, a list of objects for each of the other tables. */
    public void json(Bundle bundle, HttpServletResponse response) throws IOException {
        try (JsonGenerator out = json.createGenerator(begun(response, "application/json", bundle.name() + ".json"))) {
            out.writeStartObject();
            bundle.head().forEach((name, value) -> JsonParts.property(out, name, value));
            JsonParts.write(bundle.parts(), out);
            out.writeEndObject();
        }
    }

    /** A sheet for each, and one before them that says what they come to. */
    public void xlsx(Bundle bundle, HttpServletResponse response) throws IOException {
        spreadsheet.write(bundle.facts(), bundle.parts(), begun(response, Spreadsheet.TYPE, bundle.name() + ".xlsx"));
    }

    /** A CSV file for each; {@code cat *.csv | sha256sum} is the hash of all. */
    public void zip(Bundle bundle, HttpServletResponse response) throws IOException {
        CsvParts.zip(bundle.parts(), bundle.note(), begun(response, ZIP, bundle.name() + ".zip"));
    }

    /** One of them as a table. */
    public void csv(Bundle bundle, Part part, HttpServletResponse response) throws IOException {
        CsvParts.write(part, begun(response, Csv.TYPE + ";charset=UTF-8", bundle.name() + "-" + part.key() + ".csv"));
    }

    private static OutputStream begun(HttpServletResponse response, String type, String name) throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        return response.getOutputStream();
    }
}
