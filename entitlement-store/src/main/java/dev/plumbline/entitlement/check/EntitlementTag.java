package dev.plumbline.entitlement.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.entitlement.resolve.Segment;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ETag of all that a customer may use: its version, and where that does not say it all, what else the answer hangs on.
 * A version stays while time passes over a boundary it knows of, so the newest boundary passed since is part of the tag.
 * OFREP asks for every customer under one URL, so the tag also says by a hash whom and what the answer is about.
 */
final class EntitlementTag {
    /** Half of a SHA-256 is enough against chance, and callers gain nothing by a tag of their own making. */
    private static final int HASH_BYTES = 16;

    private static final int USED_BYTES = 8;

    private EntitlementTag() {}

    /** @param now whether the answer is of now by the real clock, which only goes forward */
    static String of(Answer answer, CheckQuery query, List<CheckAnswer> checks, Instant at, boolean now) {
        Instant since = since(answer, checks, at);
        var tag = new StringBuilder().append(answer.version());
        if (!now || since.isAfter(answer.recorded())) {
            tag.append('-').append(since.equals(Instant.MIN) ? 0 : since.toEpochMilli());
        }
        // What is used, and what rolled over, moves without a version.
        String used = checks.stream()
                .filter(check -> check.used() != null && check.used().signum() != 0)
                .map(check -> check.feature() + ":" + plain(check.used()) + ":" + plain(check.limit()))
                .collect(Collectors.joining(","));
        if (!used.isEmpty()) {
            tag.append("-u").append(HexFormat.of().formatHex(sha256(used), 0, USED_BYTES));
        }
        if (checks.stream().anyMatch(CheckAnswer::isDegraded)) {
            tag.append("-d"); // nobody goes on allowing what is denied meanwhile, nor the other way round
        }
        return "W/\"" + tag + "-h" + about(answer, query) + "\"";
    }

    /** Each part with its length before it, so that no two of them run together into a third. */
    private static String about(Answer answer, CheckQuery query) {
        String about = Stream.of(
                        answer.customer().value(), query.country(), query.user(), Long.toString(answer.modelRevision()))
                .map(part -> part == null ? "-" : part.length() + ":" + part)
                .collect(Collectors.joining());
        return HexFormat.of().formatHex(sha256(about), 0, HASH_BYTES);
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "-" : number.stripTrailingZeros().toPlainString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }

    private static Instant since(Answer answer, List<CheckAnswer> checks, Instant at) {
        Stream<Instant> segments = answer.features().values().stream()
                .flatMap(offer -> Stream.ofNullable(offer.at(at)))
                .map(Segment::from);
        Stream<Instant> windows = checks.stream()
                .filter(check -> check.resetsAt() != null) // a rolling window never starts anew
                .flatMap(check -> Stream.ofNullable(check.windowStart()));
        return Stream.concat(segments, windows)
                .filter(instant -> !instant.isAfter(at))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }
}
