package dev.plumbline.entitlement.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PiecewiseReaderTest {
    @Test
    @DisplayName(
            "An emoji may stand anywhere in a file (given as a plain string, four of these are refused as no YAML)")
    void readsPairsAcrossTheScannersBuffer() {
        IntStream.range(900, 1_100).forEach(before -> {
            String yaml = "# " + "x".repeat(before)
                    + "\nformat: 1\ncatalog: { key: x, name: \"🚢🚀🚢🚀\" }\nfeatures: {}\nplans: {}\n";

            assertThat(CatalogFile.read(yaml)).as("%d before", before).isInstanceOf(CatalogFile.Valid.class);
        });
    }
}
