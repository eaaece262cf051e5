package dev.plumbline.entitlement.check.catalog;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The JSON Schema of the catalog file, for editors: no key needed. */
@RestController
class SchemaController {
    private static final Resource SCHEMA = new ClassPathResource("schema/catalog-1.json");
    private static final MediaType TYPE = MediaType.parseMediaType("application/schema+json");

    @GetMapping("/schema/catalog-1.json")
    ResponseEntity<Resource> schema() {
        return ResponseEntity.ok()
                .contentType(TYPE)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(SCHEMA);
    }
}
