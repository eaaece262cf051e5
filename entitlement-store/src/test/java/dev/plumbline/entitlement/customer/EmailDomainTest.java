package dev.plumbline.entitlement.customer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailDomainTest {
    @ParameterizedTest
    @ValueSource(strings = {"acme.example", "@acme.example", " ACME.Example "})
    void isOneHoweverItIsWritten(String text) {
        assertThat(EmailDomain.of(text)).contains(new EmailDomain("acme.example"));
    }

    @Test
    void isThatOfAnAddress() {
        assertThat(EmailDomain.ofAddress("\"a@b\"@acme.example")).contains(new EmailDomain("acme.example"));
        assertThat(EmailDomain.ofAddress("maria@bücher.example")).isEqualTo(EmailDomain.of("xn--bcher-kva.example"));
        assertThat(EmailDomain.ofAddress("nobody")).isEmpty();
        assertThat(EmailDomain.ofAddress("root@localhost")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "acme",
                "acme.",
                ".example",
                "a b.example",
                "a@acme.example",
                "acme..example",
                "a%.example"
            })
    void isNothingElse(String text) {
        assertThat(EmailDomain.of(text)).isEmpty();
    }

    @Test
    void isOfSomeLength() {
        assertThat(EmailDomain.of("a.".repeat(126) + "ab")).isEmpty();
        assertThat(EmailDomain.of("a".repeat(64) + ".example")).isEmpty();
    }
}
