package org.copsedb.btree.apply;

import org.copsedb.btree.KeyFamily;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A tree behind a buffer does what a sorted map does, whatever the memory, the page sizes and the keys. */
class WriteBufferTest {
    private static void run(BufferGeometry geometry, KeyFamily family, int seeds, int steps) {
        SeededRuns.repeat(seeds, seed -> {
            new BufferModel(geometry, family, seed, WriteBuffer::new).run(steps);
        });
    }

    @ParameterizedTest
    @EnumSource
    void littleMemory(KeyFamily family) {
        run(BufferGeometry.of(512, 0, 0, 4096), family, 4, 4000);
    }

    @ParameterizedTest
    @EnumSource
    void muchMemory(KeyFamily family) {
        run(BufferGeometry.of(512, 0, 0, 8 << 20), family, 4, 4000);
    }

    @ParameterizedTest
    @CsvSource({"512,1,0", "1024,0,2", "4096,1,1", "4096,2,2", "65536,0,0"})
    void allGeometries(int basePageSize, int leafOrder, int branchOrder) {
        for (KeyFamily family : KeyFamily.values()) {
            run(BufferGeometry.of(basePageSize, leafOrder, branchOrder, 20_000), family, 1, 1500);
        }
    }
}
