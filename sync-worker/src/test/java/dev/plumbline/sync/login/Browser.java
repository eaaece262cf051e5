package dev.plumbline.sync.login;

import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Does what a browser does with pages: keeps cookies, sends forms with their token. Follows nothing, so that a test sees each step. */
public final class Browser implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final RunningPlumbline plumbline;
    private final HttpClient http;
    private final Map<String, String> cookies = new TreeMap<>();

    public Browser(RunningPlumbline plumbline) {
        this(plumbline, HttpClient.newHttpClient());
    }

    private Browser(RunningPlumbline plumbline, HttpClient http) {
        this.plumbline = plumbline;
        this.http = http;
    }

    /** At another address. */
    static Browser at(RunningPlumbline plumbline, String address) {
        return new Browser(
                plumbline,
                HttpClient.newBuilder()
                        .localAddress(InetAddress.ofLiteral(address))
                        .build());
    }

    /** Somebody who may log in, and has. */
    public static Browser of(RunningPlumbline plumbline, String login, String... roles) {
        person(plumbline, login, roles);
        var browser = new Browser(plumbline);
        HttpResponse<String> in = browser.logIn(login, PASSWORD, null);
        if (!location(in).equals("/console")) {
            throw new AssertionError(in + " " + location(in));
        }
        return browser;
    }

    public static void person(RunningPlumbline plumbline, String login, String... roles) {
        HttpResponse<String> added = plumbline.post(
                "/v1/users",
                "application/json",
                "{\"login\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\",\"reason\":\"a test\"}"
                        .formatted(login, String.join("\",\"", roles), PASSWORD));
        if (added.statusCode() != 201) {
            throw new AssertionError(added.body());
        }
        plumbline.haveChosenTheirPassword(login);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** A form with the token of the page that it is on. */
    public HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
        var all = new LinkedHashMap<>(fields);
        all.put("_csrf", token(page));
        return post(action, all);
    }

    public String token(String page) {
        HttpResponse<String> shown = get(page);
        Matcher token = TOKEN.matcher(shown.body());
        if (!token.find()) {
            throw new AssertionError("No token in " + page + ": " + shown.statusCode() + " " + shown.body());
        }
        return token.group(1);
    }

    public HttpResponse<String> post(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> logIn(String login, String password, @Nullable String to) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("username", login);
        fields.put("password", password);
        if (to != null) {
            fields.put("to", to);
        }
        return submit("/login", "/login", fields);
    }

    public HttpRequest.Builder request(String path) {
        URI uri = path.startsWith("http") ? URI.create(path) : plumbline.uri(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** Where it sends us, at our own place. */
    public static String location(HttpResponse<?> answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        return location.replaceFirst("^http://127\\.0\\.0\\.1:[0-9]+", "");
    }

    @Override
    public void close() {
        http.close();
    }
}
