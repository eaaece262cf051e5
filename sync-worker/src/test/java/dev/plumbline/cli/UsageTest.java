package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class UsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chekc acme sso",
                "check acme",
                "check acme sso extra",
                "check acme sso --at yesterday",
                "check acme sso --key plk_secret",
                "catalog",
                "catalog plna x.yaml",
                "catalog publish",
                "override",
                "override add acme sso maybe --reason x --until 2027-01-01T00:00:00Z",
                "override add acme sso grant --reason x",
                "override add acme sso grant --until 2027-01-01T00:00:00Z",
                "override end ovr_1",
                "replay --since 2026-01-01T00:00:00Z",
                "replay --since yesterday --reason x",
                "breaks --since yesterday",
                "trigger stripe",
                "trigger recurly customer.created",
                "trigger stripe customer.exploded",
                "trigger stripe customer.created --account ../x",
                "trigger stripe customer.created --delay -PT1S",
                "--json"
            })
    @DisplayName("04: 3 is for what was not understood; nobody is asked, and it is said how it is used")
    void endsWithThreeWhenItIsNotUnderstood(String line) {
        Typed typed = new Typed.At()
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_x")
                .with("PLUMBLINE_URL", "http://localhost:9")
                .type(line.split(" ", -1));

        assertThat(typed.exit()).isEqualTo(3);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err())
                .startsWith("error: ")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void suggestsWhatWasMeant() {
        assertThat(Typed.nowhere("chekc", "acme", "sso").err()).contains("Did you mean: plumbline check?");
        assertThat(Typed.nowhere("trigger", "stripe", "customer.subscription.update")
                        .err())
                .contains("customer.subscription.updated");
    }

    @Test
    @DisplayName("S-12 no option takes a key, and none is shown")
    void takesNoKeyOnTheCommandLine() {
        for (CommandLine command : commands()) {
            assertThat(command.getCommandSpec().options())
                    .as(command.getCommandName())
                    .noneMatch(option -> option.longestName().matches(".*(key|secret|token|password).*"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "catalog", "chekc", "doctor", "--help", "-h", "--json", "whatif"})
    void takesWordsForCommands(String first) {
        assertThat(Cli.isFor(first, "x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--server.port=0", "--plumbline.demo=true", "--spring.profiles.active=x"})
    void leavesSettingsToTheServer(String first) {
        assertThat(Cli.isFor(first)).isFalse();
        assertThat(Cli.isFor()).isFalse();
    }

    /** Write it anew with {@code -Dplumbline.cli.write=true}. */
    @Test
    @DisplayName("docs/cli.md has the usage of every command as it is")
    void isDescribed() throws IOException {
        Path committed = Path.of("..", "docs", "cli.md");
        String before = Files.readString(committed);
        int marker = before.indexOf("\n## Reference\n");
        assertThat(marker).as("a heading Reference in docs/cli.md").isPositive();
        var now = new StringBuilder(before.substring(0, marker)).append("\n## Reference\n");
        for (CommandLine command : commands()) {
            now.append("\n### ")
                    .append(command.getCommandSpec().qualifiedName(" "))
                    .append("\n\n```text\n")
                    .append(command.getUsageMessage(Ansi.OFF))
                    .append("```\n");
        }
        if (Boolean.getBoolean("plumbline.cli.write")) {
            Files.writeString(committed, now);
        }
        assertThat(Files.readString(committed))
                .as("docs/cli.md; if the change is meant: ./mvnw test -pl sync-worker -am -Dtest=UsageTest"
                        + " -Dplumbline.cli.write=true")
                .isEqualTo(now.toString());
    }

    private static List<CommandLine> commands() {
        var nobody = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var shell = new Shell(Map.of(), new Terminal(nobody, nobody, false), InstantSource.system());
        var all = new ArrayList<CommandLine>();
        collect(Cli.commands(shell), all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        // Under each of its names it is the same command.
        command.getSubcommands().values().stream().distinct().forEach(sub -> collect(sub, all));
    }
}
