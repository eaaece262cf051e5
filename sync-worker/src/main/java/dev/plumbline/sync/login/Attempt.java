package dev.plumbline.sync.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * From where somebody tries to log in.
 *
 * @param address of theirs; of an IPv6 one the part that a provider gives a customer
 * @param device what a browser shows that has been here before
 */
record Attempt(String address, @Nullable String device) {
    private static final int NETWORK = 8;

    static Attempt of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        String device = cookies == null
                ? null
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(KnownDevice.COOKIE))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
        return new Attempt(network(request.getRemoteAddr()), device);
    }

    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, NETWORK);
        } catch (IllegalArgumentException none) {
            return "unknown";
        }
    }
}
