package dev.plumbline.sync.console.customer;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.sync.setup.BillingAccounts;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.UriComponentsBuilder;

/** The evidence under a customer's answers: what each billing system said last, whole. */
@Controller
class FetchedPage {
    private final FoundCustomer customers;
    private final Fetched fetched;
    private final BillingAccounts accounts;

    FetchedPage(FoundCustomer customers, Fetched fetched, BillingAccounts accounts) {
        this.customers = customers;
        this.fetched = fetched;
        this.accounts = accounts;
    }

    @GetMapping("/console/customers/{customer}/fetched")
    String show(@PathVariable String customer, Model page) {
        Customer found = customers.by(customer);
        List<Fetched.Said> said = fetched.of(found.key());
        var there = new HashMap<Fetched.Said, URI>(); // an id is one account's: another has the same for somebody else
        said.forEach(one -> {
            if (one.provider().equals("stripe")) {
                there.put(one, atStripe(one));
            }
        });
        page.addAttribute("customer", found);
        page.addAttribute("said", said);
        page.addAttribute("there", there);
        return "customer-fetched";
    }

    /** Their page of the same customer. An account that is not connected any more is looked for among the live ones. */
    private URI atStripe(Fetched.Said said) {
        boolean isTest = Provider.of(said.provider())
                .flatMap(provider -> accounts.connected(new BillingAccount(provider, said.account())))
                .filter(connected -> connected.mode() == Hint.Mode.TEST)
                .isPresent();
        return UriComponentsBuilder.fromUriString("https://dashboard.stripe.com")
                .path(isTest ? "/test/customers/{id}" : "/customers/{id}")
                .encode()
                .buildAndExpand(said.id())
                .toUri();
    }
}
