package dev.plumbline.sync.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** A small issuer of OpenID Connect over real HTTP: discovery, codes with PKCE, tokens with a signature. It says of people what a test wants. */
final class Issuer implements AutoCloseable {
    static final String CLIENT = "plumbline-test";
    static final String SECRET = "the client's secret";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final RSAKey key = newKey();
    private final RSAKey strangers = newKey();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    /** What the next token says, beside what it must. */
    Consumer<JWTClaimsSet.Builder> says = claims -> {};

    /** Whether it is signed with a key that the issuer does not publish. */
    boolean forged;

    private Issuer(HttpServer server) {
        this.server = server;
        server.createContext("/.well-known/openid-configuration", this::discover);
        server.createContext("/jwks", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    static Issuer start() {
        try {
            return new Issuer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void discover(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                JSON.writeValueAsString(Map.of(
                        "issuer",
                        address(),
                        "authorization_endpoint",
                        address() + "/authorize",
                        "token_endpoint",
                        address() + "/token",
                        "jwks_uri",
                        address() + "/jwks",
                        "subject_types_supported",
                        new String[] {"public"},
                        "response_types_supported",
                        new String[] {"code"},
                        "id_token_signing_alg_values_supported",
                        new String[] {"RS256"})));
    }

    /** Somebody is logged in here already: back they go with a code. */
    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        String code = "code-" + codes.size();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + encoded(String.valueOf(asked.get("state"))));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void token(HttpExchange exchange) throws IOException {
        String credentials = Base64.getEncoder()
                .encodeToString((encoded(CLIENT) + ":" + encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
        Map<String, String> sent = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(String.valueOf(sent.get("code")));
        if (asked == null
                || !("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !challenge(String.valueOf(sent.get("code_verifier"))).equals(asked.get("code_challenge"))) {
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
            return;
        }
        answer(
                exchange,
                JSON.writeValueAsString(Map.of(
                        "access_token",
                        "opaque",
                        "token_type",
                        "Bearer",
                        "expires_in",
                        60,
                        "id_token",
                        signed(asked))));
    }

    private String signed(Map<String, String> asked) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(address())
                .audience(CLIENT)
                .subject("u-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("nonce", asked.get("nonce"));
        says.accept(claims);
        try {
            RSAKey signing = forged ? strangers : key;
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("k1").generate();
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Map<String, String> fields(String form) {
        var fields = new HashMap<String, String>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
