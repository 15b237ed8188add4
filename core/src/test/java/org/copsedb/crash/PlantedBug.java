package org.copsedb.crash;

/** Opens databases in which a bug was planted. */
interface PlantedBug extends DatabaseOpener {
    /** Returns the tests that must find it. */
    Suite suite();

    /** Returns the family of power cuts to begin with: where it should show first. */
    default CrashFamily family() {
        return CrashFamily.COMMITS;
    }

    /** Returns the seed of that family to begin with. */
    default int seed() {
        return 1;
    }

    /** Returns the file to damage first. */
    default ReferenceFile file() {
        return ReferenceFile.ONE_ENTRY;
    }
}
