"""Study, inspection, publicity and mobilisation, as read from reports."""
