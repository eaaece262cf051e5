package dev.plumbline.sync.console.people;

import static dev.plumbline.entitlement.check.access.Right.ADMINISTER;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.plumbline.entitlement.check.access.RouteRule;
import dev.plumbline.entitlement.check.access.RouteRules;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** As much as the API's route for the same takes. */
@Component
class PeoplePageRoutes implements RouteRules {
    static final String ACT = "/console/people/{login}/{action}";

    @Override
    public List<RouteRule> rules() {
        return Stream.concat(
                        Stream.of(
                                        "/console/people",
                                        "/console/people.csv",
                                        "/console/people/{login}",
                                        "/console/new-person",
                                        "/console/roles",
                                        "/console/keys",
                                        "/console/keys.csv",
                                        "/console/keys/new",
                                        "/console/keys/{id}")
                                .map(path -> RouteRule.of(GET, path, ADMINISTER)),
                        Stream.of(
                                        "/console/people",
                                        "/console/people/{login}/roles",
                                        ACT,
                                        "/console/keys",
                                        "/console/keys/{id}/rotate",
                                        "/console/keys/{id}/revoke")
                                .map(path -> RouteRule.of(POST, path, ADMINISTER)))
                .toList();
    }
}
