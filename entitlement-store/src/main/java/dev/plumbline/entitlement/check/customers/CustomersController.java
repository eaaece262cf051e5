package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.Customers.Written;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Customers as applications say they are. */
@RestController
class CustomersController {
    private final Customers customers;
    private final CustomerDirectory directory;

    CustomersController(Customers customers, CustomerDirectory directory) {
        this.customers = customers;
        this.directory = directory;
    }

    /**
     * In the order of keys. A page of a filter may be shorter than the limit, also empty, with a cursor: then not all were looked
     * at.
     *
     * @param q how a key begins, a part of the name, or the whole id at a billing system
     * @param plan such as {@code team}, in any version, or {@code team@2}
     * @param status of one of their subscriptions
     * @param market of the model, or a country
     * @param domain of their e-mail address at a billing system, whole: {@code acme.example}
     */
    @GetMapping("/v1/customers")
    Page<CustomerBody> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String plan,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String market,
            @RequestParam(required = false) @Nullable String domain,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var sought = new CustomersSought(q, plan, status, market, domain);
        Page<Customer> found = directory.customers(sought, cursor, Page.checked(limit));
        return new Page<>(found.data().stream().map(CustomerBody::of).toList(), found.nextCursor());
    }

    @GetMapping("/v1/customers/{customer}")
    ResponseEntity<CustomerBody> read(@PathVariable String customer) {
        return CustomerKeys.of(customer)
                .flatMap(customers::find)
                .map(found -> shown(HttpStatus.OK, found))
                .orElseThrow(() -> unknown(customer));
    }

    @PutMapping("/v1/customers/{customer}")
    ResponseEntity<CustomerBody> write(
            @PathVariable String customer,
            @RequestBody CustomerBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        CustomerKey key = key(customer);
        return switch (customers.put(
                key,
                body.checked(key),
                EditNumber.expected(ifMatch),
                Caller.current().because(Reasons.checked(reason)))) {
            case Written.Created(Customer created) -> shown(HttpStatus.CREATED, created);
            case Written.Changed(Customer changed) -> shown(HttpStatus.OK, changed);
            case Written.Unchanged(Customer unchanged) -> shown(HttpStatus.OK, unchanged);
            case Written.EditedMeanwhile(var current) -> throw editedMeanwhile(current);
        };
    }

    private static ResponseEntity<CustomerBody> shown(HttpStatus status, Customer customer) {
        return ResponseEntity.status(status)
                .eTag(EditNumber.tag(customer.edit()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(CustomerBody.of(customer));
    }

    private static CustomerKey key(String customer) {
        return CustomerKeys.of(customer)
                .orElseThrow(() -> Refusal.ofParameter(
                        "customer", "A customer's key has 1 to 255 characters, none of them controls"));
    }

    private static Refusal editedMeanwhile(@Nullable Customer current) {
        return Refusal.of(
                HttpStatus.PRECONDITION_FAILED,
                "EDITED_MEANWHILE",
                current == null
                        ? "There is no such customer"
                        : "It was edited meanwhile: its ETag is " + current.edit());
    }

    static Refusal unknown(String customer) {
        return Refusal.of(
                HttpStatus.NOT_FOUND, "CUSTOMER_UNKNOWN", "There is no customer " + Texts.shortened(customer));
    }
}
