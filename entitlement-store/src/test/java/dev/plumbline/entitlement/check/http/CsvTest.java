package dev.plumbline.entitlement.check.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @Test
    void quotesTextAndLeavesNumbersAlone() {
        assertThat(Csv.line("a", null, new BigDecimal("-3.50"), true, "say \"hi\", then\ngo"))
                .isEqualTo("\"a\",,-3.50,true,\"say \"\"hi\"\", then\ngo\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "  =1",
                "＝1",
                "＋1",
                "－1",
                "＠1",
                "\u0000=1",
                "\u202e=1"
            })
    @DisplayName("S-15 F-77 no cell begins what a spreadsheet would run")
    void neutralisesFormulas(String text) {
        assertThat(Csv.line(text)).startsWith("\"'");
    }

    @Test
    @DisplayName(
            "F-77 what cannot be seen, or turns text around, is left out; scripts that run from right to left are not")
    void leavesOutWhatCannotBeSeen() {
        assertThat(Csv.line("a\u0000b\u202ec\ud800d")).isEqualTo("\"abcd\"\r\n");
        assertThat(Csv.line("שלום")).isEqualTo("\"שלום\"\r\n");
    }
}
