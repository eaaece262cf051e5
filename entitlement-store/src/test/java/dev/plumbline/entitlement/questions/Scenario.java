package dev.plumbline.entitlement.questions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One question with what it takes to answer it: a catalog, customers and what they bought, what happened to them, and a
 * table of who asks what and is to hear what. README.md beside the files explains the words.
 */
record Scenario(
        String question,
        Path catalog,
        Instant today,
        Map<String, Strict> customers,
        List<Strict> happens,
        List<Line> answers) {
    private static final YAMLMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Scenario read(Path file) {
        try {
            return of(Files.readString(file), file.resolveSibling(""), String.valueOf(file.getFileName()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Scenario of(String yaml, Path folder, String name) {
        Strict file = Strict.object(
                YAML.readTree(yaml), name, "question", "about", "catalog", "today", "customers", "happens", "answers");
        var customers = new LinkedHashMap<String, Strict>();
        file.members("customers")
                .forEach((key, said) ->
                        customers.put(key, Strict.object(said, name + "/customers/" + key, "name", "country", "has")));
        var happens = new ArrayList<Strict>();
        if (file.has("happens")) {
            file.table("happens").forEach(step -> happens.add(step(step, name + "/happens", customers)));
        }
        var answers = new ArrayList<Line>();
        for (JsonNode line : file.table("answers")) {
            answers.add(Line.of(line, name + "/answers[" + answers.size() + "]", customers.keySet()));
        }
        return new Scenario(
                file.text("question"),
                folder.resolve("catalog").resolve(file.text("catalog")),
                Strict.instant(file.text("today")),
                customers,
                happens,
                answers);
    }

    private static Strict step(JsonNode said, String where, Map<String, Strict> customers) {
        Strict step = Strict.object(
                said,
                where,
                "at",
                "by",
                "because",
                "customer",
                "has",
                "country",
                "override",
                "phase",
                "publish",
                "database");
        long deeds = List.of("has", "country", "override", "phase", "publish", "database").stream()
                .filter(step::has)
                .count();
        if (deeds != 1) {
            throw new IllegalArgumentException(where + ": one thing happens at a time, here " + deeds + ": " + said);
        }
        if (step.has("customer") && !customers.containsKey(step.text("customer"))) {
            throw new IllegalArgumentException(where + ": there is no customer " + step.text("customer"));
        }
        return step;
    }
}
