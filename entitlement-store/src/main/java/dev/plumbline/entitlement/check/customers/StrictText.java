package dev.plumbline.entitlement.check.customers;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** A text in the body is a text: Jackson would make one of a number or of true, and a name of 17 is a mistake of the sender. */
class StrictText extends StdScalarDeserializer<String> {
    StrictText() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) {
        return json.currentToken() == JsonToken.VALUE_STRING
                ? json.getString()
                : (String) context.handleUnexpectedToken(context.constructType(String.class), json);
    }
}
