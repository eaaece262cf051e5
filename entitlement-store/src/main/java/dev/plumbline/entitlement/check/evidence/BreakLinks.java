package dev.plumbline.entitlement.check.evidence;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a person looks on from a break. */
final class BreakLinks {
    private BreakLinks() {}

    static Map<String, String> of(ResultSet row, @Nullable JsonNode evidence) throws SQLException {
        var links = new LinkedHashMap<String, String>();
        String customer = row.getString("customer_key");
        if (customer != null) {
            String path = "/v1/customers/" + encoded(customer);
            links.put("customer", path);
            links.put("timeline", path + "/timeline");
            String feature = text(evidence, "feature");
            if (feature != null) {
                String at = text(evidence, "at");
                links.put(
                        "explanation",
                        path + "/entitlements/" + encoded(feature) + "/explain"
                                + (at == null ? "" : "?at=" + encoded(at)));
            }
        }
        String subject = row.getString("provider_customer");
        String provider = row.getString("provider");
        if (subject != null && provider != null) {
            links.put(
                    "inbox",
                    "/v1/inbox?provider=" + encoded(provider) + "&account=" + encoded(row.getString("account"))
                            + "&subject=" + encoded(subject));
        }
        Long run = row.getObject("run", Long.class);
        if (run != null) {
            links.put("run", "/v1/reconciliations/" + run);
        }
        return links;
    }

    private static @Nullable String text(@Nullable JsonNode evidence, String name) {
        JsonNode value = evidence == null ? null : evidence.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
