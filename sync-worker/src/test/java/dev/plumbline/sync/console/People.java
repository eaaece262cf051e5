package dev.plumbline.sync.console;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** One person for each role, who log in as people do. */
final class People {
    private static final String PASSWORD = "correct horse battery staple";
    private static final List<String> ROLES =
            List.of("viewer", "support", "product", "finance-preparer", "finance-reviewer", "operator", "admin");

    private final RunningPlumbline plumbline;

    People(RunningPlumbline plumbline) {
        this.plumbline = plumbline;
        ROLES.forEach(this::add);
    }

    private void add(String role) {
        HttpResponse<String> added =
                plumbline.post("/v1/users", "application/json", """
                {"login": "%s", "name": "The %s", "roles": ["%s"], "password": "%s", "reason": "the test needs one"}
                """.formatted(role, role, role, PASSWORD));
        if (added.statusCode() != 201) {
            throw new AssertionError(added.body());
        }
        plumbline.haveChosenTheirPassword(role);
    }

    /** From the page on which everybody begins. */
    Browser login(Browser browser, String role) {
        browser.go("/").follow("log in");
        browser.fill("#username", role).fill("#password", PASSWORD).press("Log in");
        browser.awaits("What needs attention");
        return browser;
    }

    /** As the browser would, to see what a page does not show. */
    HttpResponse<String> get(Browser browser, String path) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Cookie", browser.cookies())
                .build());
    }

    HttpResponse<String> post(Browser browser, String path, String form) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Cookie", browser.cookies())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }
}
