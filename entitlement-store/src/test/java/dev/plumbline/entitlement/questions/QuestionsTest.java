package dev.plumbline.entitlement.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The questions at the end of 01, one file each, asked of the running store over HTTP on a real PostgreSQL. Whoever has a
 * new question writes a file.
 */
class QuestionsTest {
    private static @Nullable Story story;

    @AfterAll
    static void stop() {
        closeStory();
    }

    private static void closeStory() {
        if (story != null) {
            story.close();
            story = null;
        }
    }

    private static Path folder() {
        try {
            URI shop = Objects.requireNonNull(QuestionsTest.class.getResource("/questions/catalog/shop.yaml"))
                    .toURI();
            return Path.of(shop).resolveSibling("..").normalize();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicContainer> answers() throws IOException {
        return files().stream().map(QuestionsTest::container);
    }

    /** A file that cannot be read fails by itself; the others are asked all the same. */
    private static DynamicContainer container(Path file) {
        try {
            Scenario scenario = Scenario.read(file);
            return dynamicContainer(scenario.question(), file.toUri(), lines(scenario));
        } catch (RuntimeException unreadable) {
            return dynamicContainer(String.valueOf(file.getFileName()), Stream.of(dynamicTest("It is read", () -> {
                throw unreadable;
            })));
        }
    }

    private static Stream<DynamicNode> lines(Scenario scenario) {
        DynamicNode told = dynamicTest("The story is told", () -> {
            closeStory();
            var next = new Story(scenario);
            story = next;
            next.tell();
        });
        return Stream.concat(
                Stream.of(told),
                scenario.answers().stream()
                        .map(line -> dynamicTest(
                                line.title(),
                                () -> new Hearing(
                                                Objects.requireNonNull(story, "The story was not told")
                                                        .store(),
                                                line)
                                        .hear())));
    }

    /** Every question of 01 has a file, so that none is lost when files are moved about. */
    @Test
    void haveAFileEach() throws IOException {
        assertThat(files().stream().map(file -> file.getFileName().toString().replaceAll("^\\d+-|\\.yaml$", "")))
                .contains(
                        "gold-silver-bronze",
                        "gold-in-finland-and-upgrades",
                        "grandfathered-silver-in-finland",
                        "limits-on-this-plan",
                        "features-regardless-of-plan",
                        "features-of-a-user",
                        "trial-or-evergreen",
                        "launch-in-one-market-at-six",
                        "from-the-top-tier-to-everybody",
                        "promotion-on-a-lower-plan",
                        "goodwill-after-an-incident",
                        "not-paid-let-in-until-friday",
                        "optional-add-on",
                        "yearly-term-with-more",
                        "manager-instead-of-email",
                        "costly-feature-leaves-the-basic-plan",
                        "who-changed-it-when-and-why",
                        "something-is-down");
    }

    private static final String SMALL = """
            question: A small one
            catalog: shop.yaml
            today: 2026-11-21
            customers:
              fjord: { country: FI, has: "gold, monthly, since 2026-03-15" }
            answers:
              - { customer: fjord, asks: sso, expects: { access: yes, because: PLAN, from: gold@1 } }
            """;

    /** Proof that a scenario can fail: each of these is wrong in one place only. */
    @Test
    void failWhereTheAnswerIsAnother() {
        try (var right = new Story(Scenario.of(SMALL, folder(), "small")).tell()) {
            hear(right, SMALL);
            for (String wrong : List.of(
                    SMALL.replace("access: yes", "access: no"),
                    SMALL.replace("because: PLAN", "because: VARIATION"),
                    SMALL.replace("from: gold@1", "from: silver@1"),
                    SMALL.replace(
                            "asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }",
                            "asks: everything, expects: { sso: yes }"),
                    SMALL.replace(
                            "asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }",
                            "asks: upgrades to sso, expects: { offers: [ x ] }"),
                    SMALL.replace(
                            "asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }",
                            "asks: why sso, expects: { says: [ silver ] }"),
                    SMALL.replace(
                            "asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }",
                            "asks: history, expects: { tells: [ goodwill ] }"),
                    SMALL.replace(
                            "customer: fjord, asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }",
                            "asks: price list, expects: { gold@1: { sso: no } }"))) {
                assertThat(wrong).isNotEqualTo(SMALL);
                assertThatThrownBy(() -> hear(right, wrong)).as(wrong).isInstanceOf(AssertionError.class);
            }
        }
    }

    private static void hear(Story story, String yaml) {
        new Hearing(
                        story.store(),
                        Scenario.of(yaml, folder(), "small").answers().getFirst())
                .hear();
    }

    /** A scenario cannot pass by being misread or by asking nothing. */
    @Test
    void refuseWhatNobodyKnows() {
        for (String[] edit : new String[][] {
            {"question:", "frage:"},
            {"today:", "tomorrow:"},
            {"country: FI", "land: FI"},
            {"gold, monthly", "gold, now and then"},
            {"since 2026-03-15", "monthly"},
            {"asks: sso", "asks: sso please now"},
            {"asks: sso", "ask: sso"},
            {"customer: fjord, asks", "customer: nobody-we-know, asks"},
            {"access: yes", "acess: yes"},
            {"expects: { access: yes, because: PLAN, from: gold@1 }", "expects: {}"},
            {"expects: { access: yes, because: PLAN, from: gold@1 }", "note: none"},
            {"asks: sso, expects: { access: yes, because: PLAN, from: gold@1 }", "asks: why sso, expects: { says: [] }"
            },
            {
                "answers:\n  - { customer: fjord, asks: sso, expects: { access: yes, because: PLAN, from: gold@1 } }",
                "answers: []"
            },
            {"answers:", "happens: [ { at: 2026-11-20, customer: fjord, has: x, country: SE } ]\nanswers:"},
            {"answers:", "happens: [ { at: 2026-11-20, customer: fjord } ]\nanswers:"},
            {"question: A small one", "question: A small one\nquestion: Twice"}
        }) {
            assertThat(SMALL).contains(edit[0]);
            String broken = SMALL.replace(edit[0], edit[1]);
            assertThatThrownBy(() -> {
                        Scenario scenario = Scenario.of(broken, folder(), "small");
                        scenario.customers()
                                .values()
                                .forEach(said -> said.texts("has").forEach(Bought::of));
                    })
                    .as(broken)
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
