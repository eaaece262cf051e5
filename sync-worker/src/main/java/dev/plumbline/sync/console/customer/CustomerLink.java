package dev.plumbline.sync.console.customer;

import org.springframework.web.util.UriComponentsBuilder;

/** Where the page of a customer is. A key may hold what means something in a path, or in a template of one. */
public final class CustomerLink {
    private CustomerLink() {}

    public static String of(String key) {
        return UriComponentsBuilder.fromPath("/console/customers/{customer}")
                .encode()
                .buildAndExpand(key)
                .toUriString();
    }
}
