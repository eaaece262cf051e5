package dev.plumbline.sync.reconcile.run;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process, from its start to its end. */
@Component
public class Node {
    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();

    public String name() {
        return name;
    }
}
