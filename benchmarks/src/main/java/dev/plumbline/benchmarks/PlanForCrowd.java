package dev.plumbline.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What-if for everybody, asked over HTTP and read from PostgreSQL. */
final class PlanForCrowd implements Runnable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern COUNTS = Pattern.compile("\"counts\":\\{\"customers\":(\\d+)");

    private final Crowded crowded;

    PlanForCrowd(Crowded crowded) {
        this.crowded = crowded;
    }

    @Override
    public void run() {
        crowded.measured("first answers of all (not a plan)", () -> {
            crowded.publish(CrowdCatalog.published());
            return "";
        });
        for (int round = 1; round <= 2; round++) {
            String mark = "# round " + round + "\n";
            plan("nothing but a name", mark + CrowdCatalog.renamed());
            plan("a new plan: all looked at, nobody changes", mark + CrowdCatalog.newPlan());
            plan("a policy: some lose", mark + CrowdCatalog.stricterPolicy());
            plan("a default: every answer changes", mark + CrowdCatalog.moreForEverybody(2));
        }
    }

    private void plan(String what, String draft) {
        String answer = crowded.measured(what, () -> made(draft));
        Report.say("    %s customers change", group(COUNTS, answer));
    }

    private String made(String draft) {
        var answer = crowded.server()
                .send("POST", "/v1/catalog/plan?wait=PT1M", "application/yaml", draft, Crowded.AUTHORIZATION);
        String id = group(ID, answer.body());
        while (answer.statusCode() == 202) {
            answer = crowded.server()
                    .send(
                            "GET",
                            "/v1/catalog/plans/" + id + "?wait=PT1M",
                            "application/json",
                            "",
                            Crowded.AUTHORIZATION);
        }
        if (answer.statusCode() != 200 || !answer.body().contains("\"COMPLETED\"")) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
