package dev.plumbline.simulated.stripe;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Meters, and what they counted. */
public final class MeterShape {
    private MeterShape() {}

    static ObjectNode of(Meter meter, boolean livemode) {
        ObjectNode shape = Json.object()
                .put("id", meter.id())
                .put("object", "billing.meter")
                .put("created", meter.created().getEpochSecond());
        shape.putObject("customer_mapping")
                .put("event_payload_key", "stripe_customer_id")
                .put("type", "by_id");
        shape.putObject("default_aggregation")
                .put("formula", meter.formula().name().toLowerCase(Locale.ROOT));
        shape.put("display_name", meter.eventName())
                .put("event_name", meter.eventName())
                .putNull("event_time_window")
                .put("livemode", livemode)
                .put("status", meter.active() ? "active" : "inactive");
        shape.putObject("status_transitions").putNull("deactivated_at");
        shape.put("updated", meter.created().getEpochSecond());
        shape.putObject("value_settings").put("event_payload_key", "value");
        return shape;
    }

    /** What a meter counted of one customer within a time. */
    public record Summary(Meter meter, String customer, Instant from, Instant until, BigDecimal value) {
        /** The same for the same question. */
        public String id() {
            return "mtrusg_" + meter.id() + "_" + customer + "_" + from.getEpochSecond() + "_" + until.getEpochSecond();
        }
    }

    public static ObjectNode of(Summary summary, boolean livemode) {
        return Json.object()
                .put("id", summary.id())
                .put("object", "billing.meter_event_summary")
                .put("aggregated_value", summary.value())
                .put("end_time", summary.until().getEpochSecond())
                .put("livemode", livemode)
                .put("meter", summary.meter().id())
                .put("start_time", summary.from().getEpochSecond());
    }
}
