package dev.plumbline.sync.console.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.console.operate.Differences.Difference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DifferencesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void namesWhatIsOtherFieldByField() {
        JsonNode before = JSON.readTree("{\"a\": 1, \"b\": {\"c\": \"x\", \"d\": null}, \"same\": [1]}");
        JsonNode after = JSON.readTree("{\"a\": 2, \"b\": {\"c\": \"x\", \"d\": true}, \"same\": [1], \"e\": [3]}");
        assertThat(Differences.between(before, after))
                .containsExactly(
                        new Difference("a", "1", "2"),
                        new Difference("b.d", null, "true"),
                        new Difference("e", null, "[3]"));
    }

    @Test
    void showsWhatIsNewOrGoneWhole() {
        JsonNode object = JSON.readTree("{\"a\": {\"b\": \"x\"}}");
        assertThat(Differences.between(null, object)).containsExactly(new Difference("a.b", null, "x"));
        assertThat(Differences.between(object, null)).containsExactly(new Difference("a.b", "x", null));
        assertThat(Differences.between(null, null)).isEmpty();
    }
}
