package dev.plumbline.sync.reconcile.run;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process, from its start to its end. */
@Component
class Node {
    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();

    String name() {
        return name;
    }
}
