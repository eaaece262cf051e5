package dev.plumbline.simulated.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Troubles announced for coming requests, each for the first request that fits. */
final class Omens {
    private record Omen(String pathPrefix, Trouble trouble) {}

    private final List<Omen> coming = new ArrayList<>();

    synchronized void announce(String pathPrefix, List<Trouble> troubles) {
        troubles.forEach(trouble -> coming.add(new Omen(pathPrefix, trouble)));
    }

    synchronized @Nullable Trouble fulfil(String path) {
        for (Iterator<Omen> next = coming.iterator(); next.hasNext(); ) {
            Omen omen = next.next();
            if (path.startsWith(omen.pathPrefix())) {
                next.remove();
                return omen.trouble();
            }
        }
        return null;
    }
}
