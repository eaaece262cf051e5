package dev.plumbline.cli.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why something is done, and where more is to be read: the body of what is asked for. */
public final class Because {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays with what is done.")
    private String reason = "";

    @Option(names = "--link", paramLabel = "URL", description = "Where more is to be read.")
    private @Nullable String link;

    /** What was not said is not in it. */
    public Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("reason", reason);
        if (link != null) {
            body.put("link", link);
        }
        return body;
    }
}
