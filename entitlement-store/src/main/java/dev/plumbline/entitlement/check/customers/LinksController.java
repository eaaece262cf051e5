package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.Link;
import dev.plumbline.entitlement.record.Links;
import dev.plumbline.entitlement.record.Links.Bound;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Which billing system's customer is which of ours. PUT binds, also when it was bound elsewhere: the caller is known, and
 * both customers' timelines tell. Whoever wants to bind only what is free sends {@code If-None-Match: *}.
 */
@RestController
class LinksController {
    private static final String LINK = "/v1/customers/{customer}/links/{provider}/{account}/{providerCustomer}";
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{1,32}");

    private final Links links;
    private final Customers customers;

    LinksController(Links links, Customers customers) {
        this.links = links;
        this.customers = customers;
    }

    /** @param movedFrom the customer it fed before; null when none */
    record LinkBody(
            String customer,
            String provider,
            String account,
            String providerCustomer,
            Instant linkedAt,
            String linkedBy,
            @Nullable String movedFrom) {
        static LinkBody of(Link link, @Nullable CustomerKey movedFrom) {
            SubjectRef subject = link.subject();
            return new LinkBody(
                    link.customer().value(),
                    subject.provider(),
                    subject.account(),
                    subject.id(),
                    link.linkedAt(),
                    link.linkedBy(),
                    movedFrom == null ? null : movedFrom.value());
        }
    }

    @GetMapping("/v1/customers/{customer}/links")
    Page<LinkBody> list(@PathVariable String customer) {
        CustomerKey key = known(customer);
        return new Page<>(
                links.of(key).stream().map(link -> LinkBody.of(link, null)).toList(), null);
    }

    @PutMapping(LINK)
    ResponseEntity<LinkBody> bind(
            @PathVariable String customer,
            @PathVariable String provider,
            @PathVariable String account,
            @PathVariable String providerCustomer,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        CustomerKey key = CustomerKeys.of(customer).orElseThrow(() -> CustomersController.unknown(customer));
        SubjectRef subject = subject(provider, account, providerCustomer);
        return switch (links.bind(
                subject, key, "*".equals(ifNoneMatch), Caller.current().because(Reasons.checked(reason)))) {
            case Bound.Made(Link link) -> answer(HttpStatus.CREATED, link, null);
            case Bound.Moved(Link link, CustomerKey from) -> answer(HttpStatus.OK, link, from);
            case Bound.Unchanged(Link link) -> answer(HttpStatus.OK, link, null);
            case Bound.HeldElsewhere(Link link) -> throw heldElsewhere(link);
            case Bound.CustomerUnknown() -> throw createFirst(key);
        };
    }

    @DeleteMapping(LINK)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unbind(
            @PathVariable String customer,
            @PathVariable String provider,
            @PathVariable String account,
            @PathVariable String providerCustomer,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        CustomerKey key = known(customer);
        SubjectRef subject = subject(provider, account, providerCustomer);
        if (!links.unbind(subject, key, Caller.current().because(Reasons.checked(reason)))) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "LINK_UNKNOWN", subject + " is not linked to this customer");
        }
    }

    private CustomerKey known(String customer) {
        return CustomerKeys.of(customer)
                .filter(key -> customers.find(key).isPresent())
                .orElseThrow(() -> CustomersController.unknown(customer));
    }

    private static SubjectRef subject(String provider, String account, String id) {
        if (!PROVIDER.matcher(provider).matches()) {
            throw Refusal.ofParameter("provider", "It is the name of a billing system, such as stripe");
        }
        if (!ACCOUNT.matcher(account).matches()) {
            throw Refusal.ofParameter("account", "It is [a-z0-9]+, such as default");
        }
        if (id.isBlank() || id.length() > 255 || id.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.ofParameter("providerCustomer", "It has 1 to 255 characters, none of them controls");
        }
        return new SubjectRef(provider, account, id);
    }

    private static ResponseEntity<LinkBody> answer(HttpStatus status, Link link, @Nullable CustomerKey from) {
        return ResponseEntity.status(status).body(LinkBody.of(link, from));
    }

    private static Refusal heldElsewhere(Link link) {
        return Refusal.of(
                HttpStatus.PRECONDITION_FAILED,
                "LINKED_ELSEWHERE",
                link.subject() + " is linked to " + link.customer() + " by " + link.linkedBy());
    }

    private static Refusal createFirst(CustomerKey customer) {
        return Refusal.of(
                HttpStatus.NOT_FOUND,
                "CUSTOMER_UNKNOWN",
                "There is no customer %s: create it first with PUT /v1/customers/%s".formatted(customer, customer));
    }
}
