package org.copsedb.codec;

import java.util.List;

/**
 * The components of a record that was read, for the function that makes the record of them.
 *
 * @param <R> the type of the record
 */
public final class ComponentValues<R> {
    private final List<? extends Component<R, ?>> components;
    private final Object[] values;

    ComponentValues(List<? extends Component<R, ?>> components, Object[] values) {
        this.components = components;
        this.values = values;
    }

    /**
     * Returns the value of a component.
     *
     * @param component one of the components with which the codec was made
     * @param <C> the type of the component
     * @return its value
     * @throws CodecException if the codec was made without it
     */
    @SuppressWarnings("unchecked") // the value at an index was read with the codec of the component there
    public <C> C get(Component<R, C> component) {
        for (int i = 0; i < values.length; i++) {
            if (components.get(i) == component) {
                return (C) values[i];
            }
        }
        throw new CodecException("the record has no such component, one stored as "
                + component.codec().name());
    }
}
