package dev.plumbline.sync.reconcile.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Which runs of this process are to end, and why. Heard of with every heartbeat, asked after every page and every look. */
@Component
public class Stops {
    private final Map<Long, String> wanted = new ConcurrentHashMap<>();
    private volatile boolean ending;

    public void want(long run, String why) {
        wanted.put(run, why);
    }

    public void forget(long run) {
        wanted.remove(run);
    }

    /** The process ends: whoever starts next, or another one, goes on. */
    public void end() {
        ending = true;
    }

    public boolean isEnding() {
        return ending;
    }

    public boolean isWanted(long run) {
        return ending || wanted.containsKey(run);
    }

    /** @throws Stopped when the run is to end */
    public void check(long run) {
        String why = wanted.get(run);
        if (why != null) {
            throw new Stopped(why);
        }
        if (ending) {
            throw new Stopped("This process ends");
        }
    }
}
