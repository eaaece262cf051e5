package dev.plumbline.entitlement.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Half of a SHA-256: too much for chance and for whoever tries, and as small as a key can be. Each part has its length before it. */
final class Digest {
    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }

    static UUID key(String source, String id) {
        return new Digest().add(source).add(id).uuid();
    }

    Digest add(@Nullable String part) {
        if (part == null) {
            sha256.update((byte) '-');
            return this;
        }
        byte[] bytes = part.getBytes(UTF_8);
        sha256.update((bytes.length + ":").getBytes(UTF_8));
        sha256.update(bytes);
        return this;
    }

    /** Fields in the order of their names, and 1.0 is 1: how it was written says nothing. */
    Digest add(@Nullable JsonNode data) {
        switch (data) {
            case null -> add((String) null);
            case JsonNode object
            when object.isObject() -> {
                add("{");
                for (String name : new TreeSet<>(object.propertyNames())) {
                    add(name).add(object.get(name));
                }
                add("}");
            }
            case JsonNode array
            when array.isArray() -> {
                add("[");
                array.forEach(this::add);
                add("]");
            }
            // Not written out: 1e999999999 would take a gigabyte.
            case JsonNode number
            when number.isNumber() ->
                add("#").add(number.decimalValue().stripTrailingZeros().toString());
            case JsonNode scalar -> add(scalar.getNodeType().name()).add(scalar.asString(""));
        }
        return this;
    }

    UUID uuid() {
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }
}
