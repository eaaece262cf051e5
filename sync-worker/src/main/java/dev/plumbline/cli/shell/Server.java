package dev.plumbline.cli.shell;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Plumbline that is asked: {@code PLUMBLINE_URL}, with {@code PLUMBLINE_API_KEY}. Redirects are never followed. */
public final class Server {
    public static final String URL = "PLUMBLINE_URL";
    public static final String KEY = "PLUMBLINE_API_KEY";
    private static final String USUAL = "http://localhost:8080";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int LARGEST = 64 << 20;

    private final URI base;
    private final @Nullable String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Server(URI base, @Nullable String key) {
        this.base = base;
        this.key = key;
    }

    static Server of(@Nullable String url, @Nullable String key) {
        return new Server(address(url == null ? USUAL : url), key == null ? null : usable(key));
    }

    private static URI address(String url) {
        try {
            URI base = URI.create(url.strip().replaceAll("/+$", ""));
            String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
            if (Set.of("http", "https").contains(scheme)
                    && base.getHost() != null
                    && base.getUserInfo() == null
                    && base.getQuery() == null
                    && base.getFragment() == null) {
                return base;
            }
        } catch (IllegalArgumentException notOne) {
            // said below, without the text: people put keys into addresses
        }
        throw Failure.of(
                URL + " is no address of a Plumbline",
                "Write it as https://plumbline.example or http://localhost:8080, without user, key or question mark");
    }

    /** What is wrong with a key is never said by showing it. */
    private static String usable(String key) {
        String bare = key.strip();
        if (bare.isEmpty() || !bare.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw Failure.of(KEY + " has characters that no key has", "Set it to the key as it was shown");
        }
        return bare;
    }

    public URI base() {
        return base;
    }

    public boolean hasKey() {
        return key != null;
    }

    public boolean isOnThisMachine() {
        return LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    /** A good answer, or a failure that says what the server said. */
    public Reply ask(Call call) {
        if (call.takesKey() && key == null) {
            throw Failure.of(
                    KEY + " is not set",
                    "export " + KEY + "=… (the demo prints its key at every start; it goes into no command line)");
        }
        Reply reply = send(call);
        if (!reply.isGood()) {
            throw Refusals.of(reply, base);
        }
        return reply;
    }

    /** Whatever the answer is. */
    public Reply send(Call call) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    request(call),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
            var headers = new TreeMap<String, String>();
            answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Reply(answer.statusCode(), headers, answer.body());
        } catch (ConnectException | HttpConnectTimeoutException nobody) {
            throw unreachable();
        } catch (HttpTimeoutException slow) {
            throw Failure.of(
                    base + " gave no answer within " + call.patience().toSeconds() + " s",
                    "Try again; if it stays so, plumbline doctor says more");
        } catch (IOException lost) {
            throw lost.getCause() instanceof UnresolvedAddressException
                    ? unreachable()
                    : Failure.of("The connection to " + base + " broke", "Try again; plumbline doctor says more");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.of("It was interrupted", "Nothing; it can be run again");
        }
    }

    private Failure unreachable() {
        return Failure.of(
                "No Plumbline answers at " + base, "Start one (./plumbline demo), or set " + URL + " to where one is");
    }

    private HttpRequest request(Call call) {
        byte[] body = call.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + call.path()))
                .timeout(call.patience())
                .header("User-Agent", "plumbline-cli")
                .method(
                        call.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        call.headers().forEach(request::header);
        if (call.takesKey() && key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request.build();
    }
}
