package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.setup.BillingAccounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
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
    private final BadSenders senders;
    private final InstantSource clock;
    private final int cap;

    WebhookController(
            IngressComponent ingress,
            BillingAccounts accounts,
            BadSenders senders,
            InstantSource realTime,
            @Value("${plumbline.webhook.max-body:1MB}") DataSize cap) {
        this.ingress = ingress;
        this.accounts = accounts;
        this.senders = senders;
        this.clock = realTime;
        this.cap = Math.toIntExact(cap.toBytes());
    }

    @PostMapping({"/webhooks/{provider}", "/webhooks/{provider}/{account}"})
    void take(
            @PathVariable String provider,
            @PathVariable Optional<String> account,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        Optional<BillingAccount> known = Provider.of(provider)
                .filter(_ -> ACCOUNT.matcher(account.orElse("default")).matches())
                .map(p -> new BillingAccount(p, account.orElse("default")))
                .filter(accounts::takesDeliveriesOf);
        WebhookAnswer answer = known.isEmpty() ? WebhookAnswer.ACCOUNT_UNKNOWN : takeInTurn(known.get(), request);
        if (answer == WebhookAnswer.TOO_LARGE || answer == WebhookAnswer.TOO_MANY) {
            // The rest is not read: the connection closes with the answer.
            response.setHeader("Connection", "close");
        }
        answer.to(response);
    }

    private WebhookAnswer takeInTurn(BillingAccount account, HttpServletRequest request) throws Exception {
        String source = request.getRemoteAddr();
        try (BadSenders.Passage passage = senders.enter(source, request.getContentLengthLong())) {
            if (!passage.isFree()) {
                return WebhookAnswer.TOO_MANY;
            }
            WebhookAnswer answer = take(account, request);
            if (answer == WebhookAnswer.NOT_VERIFIED) {
                senders.provedNothing(source);
            }
            return answer;
        }
    }

    private WebhookAnswer take(BillingAccount account, HttpServletRequest request) throws Exception {
        if (request.getContentLengthLong() > cap) {
            return WebhookAnswer.TOO_LARGE;
        }
        // One byte more than allowed is enough to know; a sender may not say how much comes.
        byte[] body = request.getInputStream().readNBytes(cap + 1);
        if (body.length > cap) {
            return WebhookAnswer.TOO_LARGE;
        }
        Optional<IngressConsumer> route = ingress.consumerOf(WebhookRoutes.nameOf(account));
        if (route.isEmpty()) {
            return WebhookAnswer.NOT_KEPT;
        }
        String signature = request.getHeader(account.provider().signatureHeader());
        return route.get().take(new Delivery(account, signature == null ? "" : signature, body, clock.instant()));
    }
}
