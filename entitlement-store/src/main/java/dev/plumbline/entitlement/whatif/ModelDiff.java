package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two models differ in, in the words of the model; each entry is written as JSON. */
@FunctionalInterface
public interface ModelDiff {
    /** @param before null before the first publish */
    List<?> between(@Nullable Model before, Model after);
}
