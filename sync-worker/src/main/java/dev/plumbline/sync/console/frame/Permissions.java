package dev.plumbline.sync.console.frame;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.stereotype.Component;

/**
 * What the person behind a request may do, asked of the very chain that will let them or not: what is not shown is refused as
 * well, and nothing is shown that would be.
 */
@Component
class Permissions {
    private final ObjectProvider<WebInvocationPrivilegeEvaluator> chains;

    Permissions(ObjectProvider<WebInvocationPrivilegeEvaluator> chains) {
        this.chains = chains;
    }

    boolean may(String method, String path) {
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        WebInvocationPrivilegeEvaluator evaluator = chains.getIfAvailable();
        return person != null && evaluator != null && evaluator.isAllowed("", path, method, person);
    }
}
