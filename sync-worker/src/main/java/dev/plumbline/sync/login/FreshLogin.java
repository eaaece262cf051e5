package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.Right;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What others rely on, and what an admin does, takes a login that is not of this morning: a browser that was left open, or a
 * session that was stolen, decides nothing (S-9).
 */
final class FreshLogin extends OncePerRequestFilter {
    private static final Set<Right> DECIDING =
            EnumSet.of(Right.APPROVE, Right.RELEASE, Right.REVIEW, Right.PUBLISH, Right.ADMINISTER);

    /** Where the one asks and the other one approves by the same button; asking is everybody's who has the page. */
    private static final String ASK_OR_APPROVE = "/console/periods/{period}/reopen";

    private final AccessTable table;
    private final SessionSettings settings;
    private final InstantSource time;
    private final PageRefusals refusals;

    FreshLogin(AccessTable table, SessionSettings settings, InstantSource time, PageRefusals refusals) {
        this.table = table;
        this.settings = settings;
        this.time = time;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getMethod().equals("GET");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean decides = table.find(request.getMethod(), request.getRequestURI())
                .filter(rule -> DECIDING.contains(rule.right()) || rule.path().equals(ASK_OR_APPROVE))
                .isPresent();
        if (decides && !PageSession.isFresh(request.getSession(false), settings, time.instant())) {
            refusals.again(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
