package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plumbline.benchmarks.load.Requests;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Deliveries with ids that were never sent before, signed ahead of time: signing in the loop would cost the driver what it costs
 * the server. Kept as one request for each customer, of which id and signature are overwritten when it is sent.
 */
final class SignedWebhooks implements Requests {
    static final String SECRET = "whsec_bench";

    private static final String ID = "evt_bench%015d";
    private static final int SIGNATURE_LENGTH = "t=1234567890,v1=".length() + 64;

    private final List<Template> templates;
    private final long first;
    private final byte[][] signatures;
    private int sent;

    /** @param first the number of the first event; its id comes from it */
    SignedWebhooks(List<Template> templates, long first, int count, Instant at) {
        this.templates = templates;
        this.first = first;
        this.signatures = new byte[count][];
        for (int i = 0; i < count; i++) {
            signatures[i] = templateOf(i).sign(id(i), at);
        }
    }

    @Override
    public boolean hasNext() {
        return sent < signatures.length;
    }

    @Override
    public void next(ByteBuffer into) {
        templateOf(sent).put(into, id(sent), signatures[sent]);
        sent++;
    }

    private Template templateOf(int number) {
        return templates.get((int) ((first + number) % templates.size()));
    }

    private byte[] id(int number) {
        byte[] id = ID.formatted(0).getBytes(US_ASCII);
        long rest = first + number;
        for (int at = id.length - 1; rest > 0; at--) {
            id[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return id;
    }

    /** The request for one customer. */
    static final class Template {
        private final byte[] head;
        private final int signatureAt;
        private final byte[] body;
        private final int idAt;

        private Template(byte[] head, int signatureAt, byte[] body, int idAt) {
            this.head = head;
            this.signatureAt = signatureAt;
            this.body = body;
            this.idAt = idAt;
        }

        static Template of(Event event, String path) {
            byte[] body = event.retoldAs(ID.formatted(0)).body();
            String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Stripe/1.0\r\n"
                    + "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + body.length
                    + "\r\nStripe-Signature: ";
            byte[] whole = (head + " ".repeat(SIGNATURE_LENGTH) + "\r\n\r\n").getBytes(US_ASCII);
            return new Template(whole, head.length(), body, new String(body, US_ASCII).indexOf(ID.formatted(0)));
        }

        byte[] sign(byte[] id, Instant at) {
            System.arraycopy(id, 0, body, idAt, id.length);
            return StripeSignature.header(at, body, List.of(SECRET)).getBytes(US_ASCII);
        }

        void put(ByteBuffer into, byte[] id, byte[] signature) {
            int start = into.position();
            into.put(head).put(body);
            into.put(start + signatureAt, signature);
            into.put(start + head.length + idAt, id);
        }
    }
}
