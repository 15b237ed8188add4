package org.copsedb.crash;

/** Opens databases in which a bug was planted. */
interface PlantedBug extends DatabaseOpener {
    /** Returns the tests that must find it. */
    Suite suite();
}
