package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.Caller;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * What the person behind a request may do, by the very table that will let them or not: what is not shown is refused as well,
 * and nothing is shown that would be.
 */
@Component
class Permissions {
    private final AccessTable table;

    Permissions(AccessTable table) {
        this.table = table;
    }

    boolean may(String method, String path) {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        return somebody != null
                && somebody.getPrincipal() instanceof Caller caller
                && table.find(method, path)
                        .filter(rule -> caller.may(rule.right()))
                        .isPresent();
    }
}
