package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are all of one kind: the filter in the URL, on the next page and in the CSV; and what to do where nothing fits. */
class ListPagesTest {
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]*cursor=[^\"]*)\"");
    private static final int MANY = 53;

    private static RunningPlumbline plumbline;
    private static Browser admin;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        admin = Browser.of(plumbline, "root", "admin", "product", "operator", "finance-preparer");
        for (int i = 0; i < MANY; i++) {
            plumbline.post(
                    "/v1/users",
                    "application/json",
                    "{\"login\":\"many%02d\",\"roles\":[\"viewer\"],\"reason\":\"joins\"}".formatted(i));
        }
    }

    @AfterAll
    static void stop() {
        admin.close();
        plumbline.close();
    }

    @Test
    @DisplayName(
            "M24 the audit is found by what was done: on the page, on the next one, and in the table that is taken away")
    void findsWhatWasDone() {
        String first = shown("/console/audit?action=user.added&object=user&actor=");
        assertThat(first).contains("value=\"user.added\"", "<option value=\"user.logged-in\">", "many52");
        assertThat(first).doesNotContain("<td>user.logged-in</td>");
        String next = next(first);
        assertThat(next).contains("action=user.added", "object=user");
        assertThat(shown(next)).contains("many00", "<td>user.added</td>").doesNotContain("many52");

        String csv = shown("/console/audit.csv?action=user.added");
        assertThat(csv.lines().skip(1)).hasSize(MANY + 1).allMatch(line -> line.contains("user.added"));
        assertThat(shown("/console/audit?action=user.flew")).contains("Nothing that fits");
    }

    @Test
    @DisplayName("M24 people go on where the page ended, with the filter, and are all in the table")
    void goesOnAmongPeople() {
        String first = shown("/console/people?q=many&state=active");
        assertThat(first).contains("many00", "many49").doesNotContain("many50");
        String next = next(first);
        assertThat(next).contains("q=many", "state=active");
        assertThat(shown(next)).contains("many50", "many52").doesNotContain("many49");
        assertThat(shown("/console/people.csv?q=many").lines().skip(1)).hasSize(MANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "people?q=nobody",
                "periods?cursor=",
                "migrations?plan=none",
                "breaks?customer=none",
                "runs?status=HELD"
            })
    @DisplayName("A list in which nothing fits says what to do, and its table has its head alone")
    void saysWhatToDo(String list) {
        assertThat(shown("/console/" + list)).contains("class=\"empty\"").doesNotContain("cursor=");
        assertThat(shown("/console/" + list.replace("?", ".csv?")).lines()).hasSize(1);
    }

    private static String shown(String path) {
        HttpResponse<String> shown = admin.get(path);
        assertThat(shown.statusCode()).as(path).isEqualTo(200);
        return shown.body();
    }

    private static String next(String page) {
        Matcher next = NEXT.matcher(page);
        assertThat(next.find()).as("a way on").isTrue();
        return next.group(1).replace("&amp;", "&");
    }
}
