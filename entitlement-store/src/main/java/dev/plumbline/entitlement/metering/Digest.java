package dev.plumbline.entitlement.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Half of a SHA-256: too much for chance and for whoever tries, and as small as a key can be. Each part has its length before it.
 * One makes any number of them, one after the other, for one thread.
 */
final class Digest {
    private final MessageDigest sha256;
    private byte[] buffer = new byte[256];
    private int size;

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
            put((byte) '-');
            return this;
        }
        byte[] bytes = part.getBytes(UTF_8);
        length(bytes.length);
        put((byte) ':');
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    private void length(int number) {
        if (number >= 10) {
            length(number / 10);
        }
        put((byte) ('0' + number % 10));
    }

    private void put(byte one) {
        room(1);
        buffer[size++] = one;
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
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

    /** Of what was added since the last. */
    UUID uuid() {
        sha256.update(buffer, 0, size);
        size = 0;
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }
}
