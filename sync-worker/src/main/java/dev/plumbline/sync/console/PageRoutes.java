package dev.plumbline.sync.console;

import static dev.plumbline.entitlement.check.access.Right.APPROVE;
import static dev.plumbline.entitlement.check.access.Right.ASK;
import static dev.plumbline.entitlement.check.access.Right.AUDIT;
import static dev.plumbline.entitlement.check.access.Right.BREAKS;
import static dev.plumbline.entitlement.check.access.Right.CUSTOMERS;
import static dev.plumbline.entitlement.check.access.Right.FINANCE;
import static dev.plumbline.entitlement.check.access.Right.OPERATE;
import static dev.plumbline.entitlement.check.access.Right.OVERRIDE;
import static dev.plumbline.entitlement.check.access.Right.PREPARE;
import static dev.plumbline.entitlement.check.access.Right.PUBLISH;
import static dev.plumbline.entitlement.check.access.Right.READ;
import static dev.plumbline.entitlement.check.access.Right.RECONCILE;
import static dev.plumbline.entitlement.check.access.Right.RELEASE;
import static dev.plumbline.entitlement.check.access.Right.REPLAY;
import static dev.plumbline.entitlement.check.access.Right.REVIEW;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/** Every page and what it takes to open it or to send its forms (S-8): as much as the API's route for the same takes. */
@Component
class PageRoutes implements RouteRules {
    private static final List<String> TO_READ = List.of(
            "/console",
            "/console/me",
            "/console/approvals",
            "/console/approvals.csv",
            "/console/approvals/{id}",
            "/console/customers",
            "/console/customers.csv",
            "/console/customers/{customer}",
            "/console/customers/{customer}/features/{feature}",
            "/console/customers/{customer}/timeline",
            "/console/overrides",
            "/console/overrides.csv",
            "/console/overrides/{id}",
            "/console/promotions",
            "/console/promotions.csv",
            "/console/promotions/{key}.csv",
            "/console/promotions/{key}",
            "/console/customers/{customer}/compare.csv",
            "/console/customers/{customer}/compare",
            "/console/customers/{customer}/fetched",
            "/console/features",
            "/console/features.csv",
            "/console/features/{feature}",
            "/console/matrix",
            "/console/matrix.csv",
            "/console/plans",
            "/console/plans.csv",
            "/console/plans/{ref}.csv",
            "/console/plans/{ref}",
            "/console/model",
            "/console/model/plans/{id}.csv",
            "/console/model/plans/{id}",
            "/console/revisions",
            "/console/revisions.csv",
            "/console/revisions/{revision}",
            "/console/runs",
            "/console/runs.csv",
            "/console/runs/{id}",
            "/console/runs/{id}/progress",
            "/console/breaks",
            "/console/breaks.csv",
            "/console/breaks/{id}",
            "/console/inbox",
            "/console/inbox.csv",
            "/console/inbox/events/{event}",
            "/console/inbox/{id}",
            "/console/subjects",
            "/console/subjects.csv",
            "/console/accounts",
            "/console/accounts.csv",
            "/console/routes",
            "/console/routes.csv",
            "/console/jobs",
            "/console/jobs.csv",
            "/console/jobs/{id}",
            "/console/health",
            "/console/audit",
            "/console/audit.csv",
            "/console/audit/{id}");

    private static final List<String> PERIODS = List.of(
            "/console/periods",
            "/console/periods.csv",
            "/console/periods/{period}",
            "/console/periods/{period}/pack.json",
            "/console/periods/{period}/pack.csv",
            "/console/periods/{period}/pack.zip",
            "/console/periods/{period}/pack.xlsx");

    @Override
    public List<RouteRule> rules() {
        return Stream.of(
                        all(GET, READ, TO_READ),
                        all(GET, FINANCE, PERIODS),
                        all(
                                POST,
                                FINANCE,
                                List.of("/console/periods/{period}/verify", "/console/periods/{period}/reopen")),
                        all(POST, PREPARE, List.of("/console/periods/{period}/prepare")),
                        all(
                                POST,
                                REVIEW,
                                List.of("/console/periods/{period}/review", "/console/periods/{period}/lock")),
                        all(GET, OVERRIDE, List.of("/console/customers/{customer}/overrides/new")),
                        all(
                                POST,
                                READ, // they change nothing; what is sent is too long for a URL
                                List.of(
                                        "/console/model/validate",
                                        "/console/model/plan",
                                        "/console/approvals/{id}/plan")),
                        all(
                                GET,
                                FINANCE,
                                List.of(
                                        "/console/runs/{id}/report.json",
                                        "/console/runs/{id}/report.csv",
                                        "/console/runs/{id}/report.xlsx",
                                        "/console/runs/{id}/parts/{section}.csv",
                                        "/console/runs/{id}/parts/{section}")),
                        all(
                                POST,
                                RECONCILE,
                                List.of("/console/runs", "/console/runs/{id}/stop", "/console/runs/{id}/resume")),
                        all(GET, OPERATE, List.of("/console/settings")),
                        all(
                                POST,
                                READ, // of oneself; everybody who logs in reads
                                List.of(
                                        "/console/me/password",
                                        "/console/me/factor",
                                        "/console/me/factor/confirm",
                                        "/console/me/factor/off")),
                        all(POST, RELEASE, List.of("/console/runs/{id}/release")),
                        all(POST, FINANCE, List.of("/console/runs/{id}/sign-off/prepare")),
                        all(POST, REVIEW, List.of("/console/runs/{id}/sign-off")),
                        all(
                                POST,
                                BREAKS,
                                List.of(
                                        "/console/breaks/{id}/note",
                                        "/console/breaks/{id}/take",
                                        "/console/breaks/{id}/waive",
                                        "/console/breaks/{id}/end-waiver")),
                        all(POST, CUSTOMERS, List.of("/console/customers/{customer}/refresh")),
                        all(
                                POST,
                                OVERRIDE,
                                List.of(
                                        "/console/customers/{customer}/overrides/preview",
                                        "/console/customers/{customer}/overrides/ask",
                                        "/console/customers/{customer}/overrides",
                                        "/console/overrides/extend",
                                        "/console/overrides/extend/confirm",
                                        "/console/overrides/{id}/end")),
                        all(
                                POST,
                                PUBLISH,
                                List.of(
                                        "/console/model/publish",
                                        "/console/model/ask",
                                        "/console/revisions/{revision}/withdraw")),
                        all(
                                POST,
                                APPROVE,
                                List.of("/console/approvals/{id}/approve", "/console/approvals/{id}/reject")),
                        all(POST, ASK, List.of("/console/approvals/{id}/withdraw")),
                        all(POST, AUDIT, List.of("/console/audit/verify")),
                        all(GET, REPLAY, List.of("/console/replay")),
                        all(
                                POST,
                                REPLAY,
                                List.of("/console/replay", "/console/inbox/{id}/replay", "/console/subjects/retry")),
                        all(POST, OPERATE, List.of("/console/routes/{id}/{action}", "/console/holds/{id}/release")))
                .flatMap(List::stream)
                .toList();
    }

    private static List<RouteRule> all(HttpMethod method, Right right, List<String> paths) {
        return paths.stream().map(path -> RouteRule.of(method, path, right)).toList();
    }
}
