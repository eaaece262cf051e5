package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.CatalogLock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says at its place in the file that a published version is not what it was. */
final class FrozenParts {
    private final Spot file;

    FrozenParts(Spot file) {
        this.file = file;
    }

    void refuse(List<CatalogLock.Breach> breaches) {
        breaches.forEach(this::refuse);
    }

    private void refuse(CatalogLock.Breach breach) {
        var number = Long.parseLong(breach.ref().substring(breach.ref().lastIndexOf('@') + 1));
        var at = version(breach.path(), number);
        if (at == null) {
            file.problems().at(breach.path(), ProblemCode.FROZEN_VERSION_CHANGED, breach.message());
        } else {
            at.refuse(ProblemCode.FROZEN_VERSION_CHANGED, breach.message());
        }
    }

    private @Nullable Spot version(String path, long number) {
        var steps = path.split("/", -1);
        var owner = file.members(steps[1]).get(steps[2]);
        for (var at : owner == null ? List.<Spot>of() : owner.items("versions")) {
            if (at.node().path("version").asLong() == number) {
                return at;
            }
        }
        return null;
    }
}
