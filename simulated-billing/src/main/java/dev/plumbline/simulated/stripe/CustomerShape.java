package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A customer, or the stub that is left of one. */
final class CustomerShape {
    private CustomerShape() {}

    static ObjectNode of(Customer customer, boolean livemode) {
        if (customer.deleted()) {
            return Json.object()
                    .put("id", customer.id())
                    .put("object", "customer")
                    .put("deleted", true);
        }
        ObjectNode shape = Json.like("customer");
        shape.put("id", customer.id());
        if (customer.country() == null) {
            shape.putNull("address");
        } else {
            shape.set("address", address(customer.country()));
        }
        shape.put("created", customer.created().getEpochSecond());
        shape.put("email", customer.email());
        shape.put("livemode", livemode);
        shape.put("name", customer.name());
        return shape;
    }

    static ObjectNode address(@Nullable String country) {
        ObjectNode address = Json.object();
        address.putNull("city");
        address.put("country", country);
        address.putNull("line1").putNull("line2").putNull("postal_code").putNull("state");
        return address;
    }
}
