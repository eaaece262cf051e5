package dev.plumbline.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Knows when an answer is complete. Header names are expected as Tomcat writes them: all our servers are Tomcats. */
final class AnswerReader {
    private static final String LENGTH = "\r\nContent-Length: ";
    private static final String CHUNKED = "\r\nTransfer-Encoding: chunked";

    private byte[] bytes = new byte[4_096];
    private int count;

    /** @return whether the answer has come to its end */
    boolean take(ByteBuffer arrived) {
        int more = arrived.remaining();
        if (count + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (count + more));
        }
        arrived.get(bytes, count, more);
        count += more;
        return isComplete();
    }

    int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    String text() {
        return new String(bytes, 0, count, ISO_8859_1);
    }

    void clear() {
        count = 0;
    }

    private boolean isComplete() {
        int headEnd = find("\r\n\r\n", 0);
        if (headEnd < 0) {
            return false;
        }
        String head = new String(bytes, 0, headEnd + 2, ISO_8859_1);
        int length = head.indexOf(LENGTH);
        if (length >= 0) {
            int from = length + LENGTH.length();
            return count >= headEnd + 4 + Integer.parseInt(head, from, head.indexOf('\r', from), 10);
        }
        return !head.contains(CHUNKED) || hasLastChunk(headEnd + 4);
    }

    private boolean hasLastChunk(int from) {
        int at = from;
        while (true) {
            int lineEnd = find("\r\n", at);
            if (lineEnd < 0) {
                return false;
            }
            int size = Integer.parseInt(new String(bytes, at, lineEnd - at, ISO_8859_1), 16);
            at = lineEnd + 2 + size + 2;
            if (size == 0 || at > count) {
                return at <= count;
            }
        }
    }

    private int find(String what, int from) {
        for (int at = from; at <= count - what.length(); at++) {
            int matched = 0;
            while (matched < what.length() && bytes[at + matched] == what.charAt(matched)) {
                matched++;
            }
            if (matched == what.length()) {
                return at;
            }
        }
        return -1;
    }
}
