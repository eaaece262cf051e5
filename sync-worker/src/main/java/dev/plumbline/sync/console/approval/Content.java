package dev.plumbline.sync.console.approval;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * What is done when an approval is given, as somebody reads it.
 *
 * @param about where what it is about is shown; null when that is said on the page itself
 */
record Content(@Nullable About about, List<Field> fields) {
    /** The catalog file, which is shown beside the one that it was made on. */
    private static final Set<String> SHOWN_APART = Set.of("source");

    /**
     * @param list of the console that it is in
     * @param key null when it has no page of its own: then it stands in the list
     */
    record About(String list, @Nullable String key) {
        /** A customer may be called anything, also with a slash. */
        public String path() {
            return key == null
                    ? "/console/" + list
                    : "/console/" + list + "/" + UriUtils.encode(key, StandardCharsets.UTF_8);
        }

        /** A path whose right is that of the page. */
        public String like() {
            return key == null ? path() : "/console/" + list + "/1";
        }
    }

    record Field(String name, String value) {}

    static Content of(ApprovalView approval) {
        JsonNode content = approval.content();
        return new Content(
                about(content),
                content.properties().stream()
                        .filter(field -> !SHOWN_APART.contains(field.getKey())
                                && !field.getValue().isNull())
                        .map(field -> new Field(field.getKey(), said(field.getValue())))
                        .toList());
    }

    private static String said(JsonNode value) {
        return value.isValueNode() ? value.asString("") : value.toPrettyString();
    }

    /** Each kind names what it is about by a field of its own. */
    private static @Nullable About about(JsonNode content) {
        if (content.hasNonNull("customer")) {
            return new About("customers", said(content.path("customer")));
        }
        if (content.hasNonNull("reconciliation")) {
            return new About("runs", said(content.path("reconciliation")));
        }
        if (content.hasNonNull("migration")) {
            return new About("migrations", said(content.path("migration")));
        }
        if (content.hasNonNull("hold")) {
            return new About("accounts", null);
        }
        return content.hasNonNull("period") ? new About("periods", said(content.path("period"))) : null;
    }
}
