package dev.plumbline.sync.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RedactedPayloadTest {
    private static String redacted(String json) {
        return RedactedPayload.of(
                json.getBytes(StandardCharsets.UTF_8), JsonMapper.builder().build());
    }

    @Test
    @DisplayName(
            "A payload is shown without names, mail, cards, metadata, or anything that is not known to be harmless")
    void hidesWhatItSaysOfPeople() {
        String shown = redacted("""
                {"id": "evt_1NG8Du2eZvKYlo2C", "type": "customer.updated", "livemode": false,
                 "data": {"object": {"id": "cus_NffrFeUfNV2Hib", "name": "Zoe Private", "email": "zoe@mail.example",
                   "status": "active", "phone": "+45 1234", "balance": 17,
                   "metadata": {"note": "sk_liveSECRET is not here"},
                   "card": {"last4": "4242", "exp_month": 4}, "items": [{"quantity": 5, "nickname": "Zoe's"}]}}}
                """);
        assertThat(shown)
                .contains(
                        "evt_1NG8Du2eZvKYlo2C", "customer.updated", "cus_NffrFeUfNV2Hib", "active", "\"quantity\" : 5")
                .doesNotContain("Zoe", "mail.example", "1234", "17", "4242", "SECRET", "exp_month\" : 4");
    }

    @Test
    void showsNothingOfWhatCannotBeRead() {
        assertThat(redacted("name=Zoe")).isEqualTo("It is no JSON: 8 bytes, none of which are shown.");
        String deep = "{\"a\":".repeat(40) + "\"Zoe\"" + "}".repeat(40);
        assertThat(redacted(deep)).doesNotContain("Zoe");
    }
}
