package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.setup.BillingAccounts;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The door for webhooks: raw bytes, capped while they stream, handed to the account's route. No decision is taken here. */
@RestController
class WebhookController {
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{1,64}");

    private final IngressComponent ingress;
    private final BillingAccounts accounts;
    private final InstantSource clock;
    private final int cap;

    WebhookController(
            IngressComponent ingress,
            BillingAccounts accounts,
            InstantSource realTime,
            @Value("${plumbline.webhook.max-body:1MB}") DataSize cap) {
        this.ingress = ingress;
        this.accounts = accounts;
        this.clock = realTime;
        this.cap = Math.toIntExact(cap.toBytes());
    }

    @PostMapping({"/webhooks/{provider}", "/webhooks/{provider}/{account}"})
    ResponseEntity<Void> take(
            @PathVariable String provider, @PathVariable Optional<String> account, HttpServletRequest request)
            throws Exception {
        Optional<BillingAccount> known = Provider.of(provider)
                .filter(_ -> ACCOUNT.matcher(account.orElse("default")).matches())
                .map(p -> new BillingAccount(p, account.orElse("default")))
                .filter(accounts::takesDeliveriesOf);
        if (known.isEmpty()) {
            return answer(HttpStatus.NOT_FOUND);
        }
        if (request.getContentLengthLong() > cap) {
            return tooLarge();
        }
        // One byte more than allowed is enough to know; a sender may not say how much comes.
        byte[] body = request.getInputStream().readNBytes(cap + 1);
        if (body.length > cap) {
            return tooLarge();
        }
        String signature = request.getHeader(known.get().provider().signatureHeader());
        var delivery = new Delivery(known.get(), signature == null ? "" : signature, body, clock.instant());
        Optional<IngressConsumer> route = ingress.consumerOf(WebhookRoutes.nameOf(known.get()));
        if (route.isEmpty()) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE);
        }
        return answer(HttpStatus.valueOf(route.get().take(delivery)));
    }

    /** The rest is not read: the connection closes with the answer. */
    private static ResponseEntity<Void> tooLarge() {
        return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
                .header("Connection", "close")
                .build();
    }

    private static ResponseEntity<Void> answer(HttpStatus status) {
        return ResponseEntity.status(status).build();
    }
}
