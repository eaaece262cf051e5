package dev.plumbline.entitlement.check.ofrep;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a flag has no value.
 *
 * @param key null when it is about the whole request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FlagError(@Nullable String key, String errorCode, String errorDetails) {
    static FlagError notFound(String key) {
        return new FlagError(key, "FLAG_NOT_FOUND", "No feature of the model answers to this key");
    }

    static FlagError invalidContext(@Nullable String key, String details) {
        return new FlagError(key, "INVALID_CONTEXT", details);
    }
}
